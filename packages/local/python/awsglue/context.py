"""The context that Glue's scripts begin with, over a Spark session; written anew from its documented behaviour."""

import logging

from pyspark.sql import SparkSession, SQLContext

from awsglue.catalog import Table, register
from awsglue.dynamicframe import DynamicFrame
from awsglue.sources import new_rows, of_partitions

_FORMATS = {"glueparquet": "parquet", "json": "json", "csv": "csv", "parquet": "parquet", "orc": "orc"}


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

    def create_data_frame_from_catalog(self, *given, **named):
        return self.create_dynamic_frame.from_catalog(*given, **named).toDF()

    def write_dynamic_frame_from_options(self, *given, **named):
        return self.write_dynamic_frame.from_options(*given, **named)

    def write_dynamic_frame_from_catalog(self, *given, **named):
        return self.write_dynamic_frame.from_catalog(*given, **named)

    def getSink(self, connection_type="s3", path=None, partitionKeys=(), enableUpdateCatalog=False, updateBehavior="UPDATE_IN_DATABASE", **_):
        return _Sink(self, connection_type, path, partitionKeys, enableUpdateCatalog, updateBehavior)

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
        if format == "json":
            reader = reader.option("multiLine", bool(how.get("multiline", False)))
        frame = new_rows(self._context, transformation_ctx, options, lambda: reader.load(list(paths)))
        return DynamicFrame(frame, self._context, transformation_ctx)

    def from_catalog(self, database=None, table_name=None, transformation_ctx="", push_down_predicate="", additional_options=None, name_space=None, **_):
        table = Table.read(database or name_space, table_name)
        reader = self._context.spark_session.read.format(_format(table.kind))
        if table.kind in ("csv", "json"):
            # The catalog's word holds, as in Glue: nothing is inferred.
            reader = reader.schema(table.schema)
        if table.kind == "csv":
            reader = reader.option("header", table.has_header).option("sep", table.separator).option("enforceSchema", True)
        among = of_partitions(self._context, table, push_down_predicate) if push_down_predicate else None
        frame = new_rows(self._context, transformation_ctx, additional_options, lambda: reader.load(table.location), among)
        return DynamicFrame(frame.where(push_down_predicate) if push_down_predicate else frame, self._context, transformation_ctx)

    def from_rdd(self, data, name, schema=None, **_):
        return DynamicFrame(self._context.spark_session.createDataFrame(data, schema), self._context, name)


class _Writer:
    def __init__(self, context):
        self._context = context

    def from_options(self, frame, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx="", **_):
        _need_s3(connection_type)
        options = connection_options or {}
        _write(frame, options["path"], format, options.get("partitionKeys", ()), format_options or {})
        return frame

    def from_catalog(self, frame, database=None, table_name=None, additional_options=None, transformation_ctx="", name_space=None, **_):
        table, options = Table.read(database or name_space, table_name), additional_options or {}
        keys = options.get("partitionKeys") or table.partition_keys
        _write(frame, table.location, table.kind, keys, {"writeHeader": table.has_header, "separator": table.separator})
        if options.get("enableUpdateCatalog"):
            register(frame.toDF(), table.database, table.name, table.location, table.kind, keys, options.get("updateBehavior", "UPDATE_IN_DATABASE"), self._context)
        return frame


class _Sink:
    def __init__(self, context, connection_type, path, partition_keys, update_catalog, behaviour):
        _need_s3(connection_type)
        self._context, self._path, self._keys = context, path, list(partition_keys)
        self._update, self._behaviour, self._table = update_catalog, behaviour, None
        self._format, self._options = "parquet", {}

    def setFormat(self, format, **options):
        self._format, self._options = format, options

    def setCatalogInfo(self, catalogDatabase=None, catalogTableName=None, **_):
        self._table = (catalogDatabase, catalogTableName)

    def writeFrame(self, dynamic_frame, info=""):
        kind = _format(self._format)
        _write(dynamic_frame, self._path, self._format, self._keys, self._options)
        if self._update and self._table is not None:
            register(dynamic_frame.toDF(), *self._table, self._path, kind, self._keys, self._behaviour, self._context)
        return dynamic_frame


def _write(frame, path, format, keys, options):
    # Glue adds files and never replaces any.
    writer = frame.toDF().write.mode("append").format(_format(format))
    if format == "csv":
        writer = writer.option("header", bool(options.get("writeHeader", True))).option("sep", options.get("separator", ","))
    if options.get("compression"):
        writer = writer.option("compression", options["compression"])
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
