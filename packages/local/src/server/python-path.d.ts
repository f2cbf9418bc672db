/** Writes the Python modules that jobs import into the server's folder, and says where. */
export declare function layPythonPath(dir: string): readonly string[];
