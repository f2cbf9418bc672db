"""Dynamic frames over Spark's data frames; written anew from the documented behaviour of Glue's."""

from pyspark.sql import functions


class DynamicFrame:
    """A data frame with the transforms that Glue adds. Each value has the type of its column: there are no choice types here."""

    def __init__(self, frame, glue_ctx, name=""):
        self._frame = frame
        self.glue_ctx = glue_ctx
        self.name = name

    @classmethod
    def fromDF(cls, dataframe, glue_ctx, name):
        return cls(dataframe, glue_ctx, name)

    def toDF(self, options=None):
        return self._frame

    def _with(self, frame):
        return DynamicFrame(frame, self.glue_ctx, self.name)

    def count(self):
        return self._frame.count()

    def schema(self):
        return self._frame.schema

    def printSchema(self):
        self._frame.printSchema()

    def show(self, num_rows=20):
        self._frame.show(num_rows)

    def apply_mapping(self, mappings, **_):
        """Keeps the named columns, renamed and cast: (source, source type, target, target type), or (source, target)."""
        columns = []
        for mapping in mappings:
            source, target, kind = (mapping[0], mapping[2], mapping[3]) if len(mapping) == 4 else (mapping[0], mapping[-1], None)
            column = functions.col(source)
            columns.append((column.cast(_spark_type(kind)) if kind else column).alias(target))
        return self._with(self._frame.select(*columns))

    def select_fields(self, paths, **_):
        return self._with(self._frame.select(*paths))

    def drop_fields(self, paths, **_):
        return self._with(self._frame.drop(*paths))

    def rename_field(self, oldName, newName, **_):
        return self._with(self._frame.withColumnRenamed(oldName, newName))

    def resolveChoice(self, specs=None, choice="", **_):
        """Casts where `specs` asks for it; with nothing to choose from, all else stays."""
        frame = self._frame
        for name, action in specs or ():
            if action.startswith("cast:"):
                frame = frame.withColumn(name, functions.col(name).cast(_spark_type(action[len("cast:"):])))
        return self._with(frame)

    def drop_null_fields(self, **_):
        """Drops the columns that hold nothing but nulls."""
        counts = self._frame.select(*[functions.count(functions.col("`%s`" % name)).alias(name) for name in self._frame.columns]).first()
        return self._with(self._frame.select(*["`%s`" % name for name in self._frame.columns if counts is None or counts[name] > 0]))

    def filter(self, f, **_):
        rows = self._frame.rdd.filter(lambda row: f(row.asDict(recursive=True)))
        return self._with(self._frame.sparkSession.createDataFrame(rows, self._frame.schema))

    def join(self, paths1, paths2, frame2, **_):
        other = frame2.toDF()
        condition = [self._frame[left] == other[right] for left, right in zip(paths1, paths2)]
        return self._with(self._frame.join(other, condition))

    def coalesce(self, num_partitions):
        return self._with(self._frame.coalesce(num_partitions))

    def repartition(self, num_partitions):
        return self._with(self._frame.repartition(num_partitions))


def _spark_type(kind):
    """Glue's names of types as Spark has them."""
    return {"long": "bigint", "short": "smallint", "byte": "tinyint"}.get(kind, kind)
