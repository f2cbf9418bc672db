/**
 * A Hadoop file system over the folder that holds the buckets, so that Spark reads and writes `s3://` without a server: each key is a file, its path
 * written as `blobs/keys.ts` writes it. The second class is its face for FileContext, which streaming checkpoints use.
 */
export const fileSystemSources: Readonly<Record<string, string>> = {
  'millrace/S3Folder.java': String.raw`package millrace;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

public class S3Folder extends RawLocalFileSystem {
  private URI uri;
  private File bucket;

  @Override public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    File root = new File(conf.get("millrace.s3.root"));
    bucket = new File(root, name.getAuthority());
    if (!bucket.isDirectory()) throw new FileNotFoundException("The bucket " + name.getAuthority() + " does not exist.");
    setWorkingDirectory(new Path(uri + "/"));
  }

  // Asked before initialize, too.
  @Override public URI getUri() { return uri == null ? URI.create("s3://none") : uri; }
  @Override public String getScheme() { return "s3"; }
  @Override protected Path getInitialWorkingDirectory() { return new Path("/"); }
  @Override public Path getHomeDirectory() { return new Path(getUri() + "/"); }
  @Override public void setPermission(Path path, FsPermission permission) { }
  @Override public void setOwner(Path path, String user, String group) { }

  @Override public File pathToFile(Path path) {
    checkPath(path);
    Path whole = path.isAbsolute() ? path : new Path(getWorkingDirectory(), path);
    File file = bucket;
    for (String part : whole.toUri().getPath().split("/")) if (!part.isEmpty()) file = new File(file, encoded(part));
    return file;
  }

  @Override public FileStatus getFileStatus(Path path) throws IOException {
    File file = pathToFile(path);
    if (!file.exists()) throw new FileNotFoundException("No such object or folder: " + makeQualified(path));
    return status(file, makeQualified(path));
  }
  @Override public FileStatus getFileLinkStatus(Path path) throws IOException { return getFileStatus(path); }

  @Override public FileStatus[] listStatus(Path path) throws IOException {
    File file = pathToFile(path);
    FileStatus own = getFileStatus(path);
    if (own.isFile()) return new FileStatus[] {own};
    String[] names = file.list();
    List<FileStatus> found = new ArrayList<>();
    if (names != null) {
      Arrays.sort(names);
      for (String name : names) {
        File child = new File(file, name);
        if (child.exists()) found.add(status(child, new Path(own.getPath(), new Path(null, null, decoded(name)))));
      }
    }
    return found.toArray(new FileStatus[0]);
  }

  private FileStatus status(File file, Path path) {
    boolean folder = file.isDirectory();
    FsPermission permission = folder ? FsPermission.getDirDefault() : FsPermission.getFileDefault();
    return new FileStatus(folder ? 0 : file.length(), folder, 1, getDefaultBlockSize(path), file.lastModified(), 0, permission, "local", "local", path);
  }

  private static String encoded(String part) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean last = i == part.length() - 1 && (c == '.' || c == ' ');
      if (c < 32 || c == 127 || "%\\:*?\"<>|".indexOf(c) >= 0 || last) out.append(String.format("%%%02X", (int) c));
      else out.append(c);
    }
    if (out.toString().getBytes(StandardCharsets.UTF_8).length > 200) throw new IllegalArgumentException("The part " + part + " of a key is too long for Spark jobs on this machine: 200 bytes at most.");
    return out.toString();
  }

  private static String decoded(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%' && isHex(name, i + 1) && isHex(name, i + 2)) {
        out.append((char) Integer.parseInt(name.substring(i + 1, i + 3), 16));
        i += 2;
      } else out.append(name.charAt(i));
    }
    return out.toString();
  }
  private static boolean isHex(String text, int at) { return at < text.length() && Character.digit(text.charAt(at), 16) >= 0; }
}
`,
  'millrace/S3FolderContext.java': String.raw`package millrace;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;

public class S3FolderContext extends DelegateToFileSystem {
  public S3FolderContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(uri, new S3Folder(), conf, "s3", false);
  }
  @Override public int getUriDefaultPort() { return -1; }
}
`,
};
