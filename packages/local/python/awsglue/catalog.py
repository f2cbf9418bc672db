"""Tables of the catalog as Spark jobs read and make them; written anew from the documented behaviour of Glue's sinks."""

import boto3

_HIVE = "org.apache.hadoop.hive.ql.io."
_STORAGE = {
    "parquet": (_HIVE + "parquet.MapredParquetInputFormat", _HIVE + "parquet.MapredParquetOutputFormat", _HIVE + "parquet.serde.ParquetHiveSerDe"),
    "orc": (_HIVE + "orc.OrcInputFormat", _HIVE + "orc.OrcOutputFormat", _HIVE + "orc.OrcSerde"),
    "json": ("org.apache.hadoop.mapred.TextInputFormat", _HIVE + "HiveIgnoreKeyTextOutputFormat", "org.openx.data.jsonserde.JsonSerDe"),
    "csv": ("org.apache.hadoop.mapred.TextInputFormat", _HIVE + "HiveIgnoreKeyTextOutputFormat", "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"),
}


class Table:
    """A table as the catalog describes it."""

    def __init__(self, database, table):
        self.database, self.name, self._table = database, table["Name"], table
        self._storage, self._parameters = table["StorageDescriptor"], table.get("Parameters", {})

    @classmethod
    def read(cls, database, name):
        return cls(database, boto3.client("glue").get_table(DatabaseName=database, Name=name)["Table"])

    @property
    def location(self):
        return self._storage["Location"]

    @property
    def kind(self):
        library = self._storage.get("SerdeInfo", {}).get("SerializationLibrary", "").lower()
        return self._parameters.get("classification") or next((word for word in ("parquet", "orc", "json") if word in library), "csv")

    @property
    def partition_keys(self):
        return [key["Name"] for key in self._table.get("PartitionKeys", [])]

    @property
    def partition_types(self):
        return {key["Name"]: key["Type"] for key in self._table.get("PartitionKeys", [])}

    @property
    def schema(self):
        return ", ".join("`%s` %s" % (column["Name"], column["Type"]) for column in self._storage["Columns"] + self._table.get("PartitionKeys", []))

    @property
    def has_header(self):
        return self._parameters.get("skip.header.line.count") == "1"

    @property
    def separator(self):
        return self._storage.get("SerdeInfo", {}).get("Parameters", {}).get("field.delim", ",")


def register(frame, database, name, location, kind, keys, behaviour, context):
    """Makes or updates the table of what a job has written, with its partitions; `behaviour` LOG leaves a table that is there as it is."""
    glue = boto3.client("glue")
    types = {field.name: field.dataType.simpleString() for field in frame.schema.fields}
    storage = _storage(kind, location, [{"Name": column, "Type": of} for column, of in types.items() if column not in keys])
    wanted = {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"classification": kind, **({"skip.header.line.count": "1"} if kind == "csv" else {})},
        "PartitionKeys": [{"Name": key, "Type": types[key]} for key in keys],
        "StorageDescriptor": storage,
    }
    try:
        glue.create_table(DatabaseName=database, TableInput=wanted)
    except glue.exceptions.AlreadyExistsException:
        if behaviour == "UPDATE_IN_DATABASE":
            glue.update_table(DatabaseName=database, TableInput=wanted)
    if keys:
        _add_partitions(glue, database, name, storage, frame, keys, context)


def _storage(kind, location, columns):
    read, write, library = _STORAGE[kind]
    parameters = {"field.delim": ","} if kind == "csv" else {}
    return {"Columns": columns, "Location": location, "InputFormat": read, "OutputFormat": write, "SerdeInfo": {"SerializationLibrary": library, "Parameters": parameters}}


def _add_partitions(glue, database, name, storage, frame, keys, context):
    jvm = context._jvm.org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils
    found = []
    for row in frame.select(*["`%s`" % key for key in keys]).distinct().selectExpr(*["cast(`%s` as string) as `%s`" % (key, key) for key in keys]).collect():
        values = ["__HIVE_DEFAULT_PARTITION__" if value in (None, "") else value for value in row]
        folder = "/".join("%s=%s" % (jvm.escapePathName(key), jvm.escapePathName(value)) for key, value in zip(keys, values))
        found.append({"Values": values, "StorageDescriptor": {**storage, "Location": "%s/%s/" % (storage["Location"].rstrip("/"), folder)}})
    for start in range(0, len(found), 100):
        # Partitions that are there already are told as errors of their own, and stay.
        glue.batch_create_partition(DatabaseName=database, TableName=name, PartitionInputList=found[start : start + 100])
