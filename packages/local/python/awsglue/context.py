"""The context that Glue's scripts begin with, over a Spark session; written anew from its documented behaviour."""

import logging

import boto3
from pyspark.sql import SparkSession, SQLContext

from awsglue.dynamicframe import DynamicFrame

_FORMATS = {"glueparquet": "parquet", "json": "json", "csv": "csv", "parquet": "parquet", "orc": "orc"}
_SERDES = {"parquet": "parquet", "orc": "orc", "json": "json"}


class GlueContext(SQLContext):
    def __init__(self, sparkContext, **_):
        self._glue_session = SparkSession(sparkContext)
        super().__init__(sparkContext, self._glue_session)
        self.create_dynamic_frame = _Reader(self)
        self.write_dynamic_frame = _Writer(self)

    @property
    def spark_session(self):
        return self._glue_session

    def get_logger(self):
        return logging.getLogger("glue")

    def create_dynamic_frame_from_options(self, *given, **named):
        return self.create_dynamic_frame.from_options(*given, **named)

    def create_dynamic_frame_from_catalog(self, *given, **named):
        return self.create_dynamic_frame.from_catalog(*given, **named)

    def write_dynamic_frame_from_options(self, *given, **named):
        return self.write_dynamic_frame.from_options(*given, **named)

    def getSink(self, connection_type="s3", path=None, partitionKeys=(), **_):
        return _Sink(self, connection_type, path, partitionKeys)

    def purge_s3_path(self, s3_path, options=None, transformation_ctx=""):
        path = self._jvm.org.apache.hadoop.fs.Path(s3_path)
        path.getFileSystem(self._glue_session._jsc.hadoopConfiguration()).delete(path, True)


class _Reader:
    def __init__(self, context):
        self._context = context

    def from_options(self, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx="", **_):
        _need_s3(connection_type)
        options, how = connection_options or {}, format_options or {}
        paths = options.get("paths") or [options["path"]]
        reader = self._context.spark_session.read.format(_format(format))
        if options.get("recurse"):
            reader = reader.option("recursiveFileLookup", True)
        if format == "csv":
            reader = reader.option("header", bool(how.get("withHeader", False))).option("sep", how.get("separator", ",")).option("quote", how.get("quoteChar", '"'))
        return DynamicFrame(reader.load(list(paths)), self._context, transformation_ctx)

    def from_catalog(self, database, table_name, transformation_ctx="", push_down_predicate="", **_):
        table = boto3.client("glue").get_table(DatabaseName=database, Name=table_name)["Table"]
        storage = table["StorageDescriptor"]
        kind = table.get("Parameters", {}).get("classification") or next((one for word, one in _SERDES.items() if word in storage["SerdeInfo"]["SerializationLibrary"].lower()), "csv")
        reader = self._context.spark_session.read.format(_format(kind))
        if kind == "csv":
            columns = ", ".join("`%s` %s" % (column["Name"], column["Type"]) for column in storage["Columns"] + table.get("PartitionKeys", []))
            header = table.get("Parameters", {}).get("skip.header.line.count") == "1"
            reader = reader.schema(columns).option("header", header).option("sep", storage["SerdeInfo"].get("Parameters", {}).get("field.delim", ",")).option("enforceSchema", True)
        frame = reader.load(storage["Location"])
        return DynamicFrame(frame.where(push_down_predicate) if push_down_predicate else frame, self._context, transformation_ctx)


class _Writer:
    def __init__(self, context):
        self._context = context

    def from_options(self, frame, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx="", **_):
        _need_s3(connection_type)
        options = connection_options or {}
        _write(frame, options["path"], format, options.get("partitionKeys", ()), format_options or {})
        return frame

    def from_catalog(self, frame, database, table_name, additional_options=None, transformation_ctx="", **_):
        table = boto3.client("glue").get_table(DatabaseName=database, Name=table_name)["Table"]
        kind = table.get("Parameters", {}).get("classification", "parquet")
        _write(frame, table["StorageDescriptor"]["Location"], kind, (additional_options or {}).get("partitionKeys", ()), {})
        return frame


class _Sink:
    def __init__(self, context, connection_type, path, partition_keys):
        _need_s3(connection_type)
        self._context, self._path, self._keys = context, path, partition_keys
        self._format, self._options = "parquet", {}

    def setFormat(self, format, **options):
        self._format, self._options = format, options

    def setCatalogInfo(self, catalogDatabase=None, catalogTableName=None, **_):
        print("Tables are not made by a job's sink on this machine: run a crawler on %s for %s.%s." % (self._path, catalogDatabase, catalogTableName))

    def writeFrame(self, dynamic_frame, info=""):
        _write(dynamic_frame, self._path, self._format, self._keys, self._options)
        return dynamic_frame


def _write(frame, path, format, keys, options):
    # Glue adds files and never replaces any.
    writer = frame.toDF().write.mode("append").format(_format(format))
    if format == "csv":
        writer = writer.option("header", bool(options.get("writeHeader", True))).option("sep", options.get("separator", ","))
    if keys:
        writer = writer.partitionBy(*keys)
    writer.save(path)


def _format(name):
    if name in _FORMATS:
        return _FORMATS[name]
    raise ValueError("The format %r is not one that Spark jobs on this machine read or write: use one of %s." % (name, ", ".join(sorted(_FORMATS))))


def _need_s3(connection_type):
    if connection_type != "s3":
        raise ValueError("The connection type %r does not work on this machine: Spark jobs here read and write S3." % (connection_type,))
