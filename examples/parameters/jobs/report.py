import sys

from awsglue.utils import getResolvedOptions

args = getResolvedOptions(sys.argv, ["JOB_NAME", "LOCATION", "DATE"])
location = args["LOCATION"]
date = args["DATE"]
print(f"{args['JOB_NAME']} reads {location} on {date}")
