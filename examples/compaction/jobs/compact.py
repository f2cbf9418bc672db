import sys

from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext

args = getResolvedOptions(sys.argv, ["JOB_NAME", "SOURCE", "TARGET", "FILES"])
context = GlueContext(SparkContext.getOrCreate())
job = Job(context)
job.init(args["JOB_NAME"], args)

small = context.create_dynamic_frame.from_options(connection_type="s3", connection_options={"paths": [args["SOURCE"]], "recurse": True}, format="json")
rows = small.toDF()
rows.coalesce(int(args["FILES"])).write.mode("overwrite").json(args["TARGET"])
print(f"{rows.count()} rows in at most {args['FILES']} files")

job.commit()
