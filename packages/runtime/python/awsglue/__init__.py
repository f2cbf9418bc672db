"""A stand-in for the part of AWS Glue's `awsglue` that Python shell scripts use, for runs on this machine."""
