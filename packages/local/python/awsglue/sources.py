"""The files behind a data frame: which of them are new to a job's bookmark, and the rows of those alone."""

from pyspark.errors import AnalysisException
from pyspark.sql import functions

from awsglue import bookmarks

_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


def new_rows(context, source, options, load, among=None):
    """The rows of what `load` gives that the bookmark of this source, by its `transformation_ctx`, lets through; `among` narrows its files first."""
    loaded = []

    def found():
        loaded.append(load())
        files = loaded[0].inputFiles()
        return _times(context, files if among is None else among(files))

    chosen = bookmarks.choose(source, found, options)
    frame = loaded[0] if loaded else load()
    if chosen is None:
        return frame
    # Spark opens no other files for this.
    return frame.where(functions.col("_metadata.file_path").isin(sorted(chosen)) if chosen else functions.lit(False))


def _times(context, files):
    """When each file was modified, in epoch milliseconds."""
    jvm, configuration = context._jvm, context.spark_session._jsc.hadoopConfiguration()
    found = {}
    for file in files:
        path = jvm.org.apache.hadoop.fs.Path(jvm.java.net.URI(file))
        found[file] = path.getFileSystem(configuration).getFileStatus(path).getModificationTime()
    return found


def of_partitions(context, table, predicate):
    """Narrows files to those of the partitions for which the predicate holds."""

    def narrowed(files):
        unescaped = context._jvm.org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils.unescapePathName
        rows = []
        for file in files:
            path = context._jvm.org.apache.hadoop.fs.Path(context._jvm.java.net.URI(file)).toString()
            values = dict(part.split("=", 1) for part in path.split("/") if "=" in part)
            rows.append((file, *[None if values.get(key, _NO_VALUE) == _NO_VALUE else unescaped(values[key]) for key in table.partition_keys]))
        names = ["file", *table.partition_keys]
        frame = context.spark_session.createDataFrame(rows, ", ".join("`%s` string" % name for name in names))
        try:
            held = frame.selectExpr("file", *["cast(`%s` as %s) as `%s`" % (key, kind, key) for key, kind in table.partition_types.items()]).where(predicate)
            return [row["file"] for row in held.collect()]
        except AnalysisException:
            # It asks for more than partitions: the rows are filtered by it, and all files count as read.
            return files

    return narrowed if table.partition_keys else None
