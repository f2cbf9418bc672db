import type { Catalogue } from './problem.ts';

/** What each MR1xxx code means, why it matters and how to fix it: `millrace explain` prints it. */
export const coreCatalogue = {
  MR1001: {
    title: 'File cannot be read',
    explanation: "The pipeline's file does not exist, is a folder, or its permissions forbid reading it.",
    fix: 'Check the path and the permissions.',
  },
  MR1002: {
    title: 'File does not parse',
    explanation: 'The text is not valid YAML, JavaScript or TypeScript, so nothing in it could be looked at. In YAML a key may occur only once in a mapping; where one is there twice, everything else is looked at all the same.',
    fix: 'Correct the text at the place that is named; there may be further problems behind it.',
  },
  MR1003: {
    title: 'File does not evaluate',
    explanation: 'A pipeline module is run once to get its default export. It threw, or something that it imports cannot be found. Builders never throw, so the cause is other code at the place that is named.',
    fix: 'Correct the code. Relative imports carry their extension: ./jobs.ts.',
  },
  MR1004: {
    title: 'No pipeline in the file',
    explanation: 'A pipeline module exports what definePipeline returns as its default export.',
    fix: 'Write `export default definePipeline({ … })`.',
  },
  MR1005: {
    title: 'TypeScript that Node cannot strip',
    explanation: 'Node runs TypeScript by leaving out the types. Enums, namespaces, parameter properties and decorators are more than types, so they would have to be compiled.',
    fix: 'Use erasable syntax only: a union of strings instead of an enum, fields instead of parameter properties.',
  },
  MR1006: {
    title: 'File of an unknown kind',
    explanation: 'Pipelines are written in .ts, .mts, .js, .mjs, .yaml, .yml or .json files.',
    fix: 'Name such a file.',
  },
  MR1007: {
    title: 'Value that is not plain data',
    explanation: 'A pipeline is stored, compared and sent as JSON. Functions, symbols, NaN, and objects that contain themselves have no form there.',
    fix: 'Use text, finite numbers, true or false, lists, objects, and what the builders return.',
  },
  MR1008: {
    title: 'Reference inside a text',
    explanation: 'Parameters, outputs and run facts are known only when the pipeline runs. Joined into a text (`${params.day}`) they would be fixed when the file is loaded, as a placeholder.',
    fix: 'Pass the reference as an argument of its own and join the text in the job.',
  },
  MR1010: {
    title: 'Unknown field',
    explanation: 'A field that Millrace does not know would be ignored, so it is refused: mostly it is misspelt, or belongs to another kind of step.',
    fix: 'Correct its name or remove it.',
  },
  MR1011: {
    title: 'Missing field',
    explanation: 'Something that has no default was left out.',
    fix: 'Add the field.',
  },
  MR1012: {
    title: 'Value of the wrong form',
    explanation: 'A field has a value of another type or form than it takes. Arguments take text, numbers, true or false, lists of these, {param: name}, {run: id}, {run: date}, {output: step.name} and {secret: name}; `after` takes step names and {step, on}.',
    fix: 'Correct the value. `millrace explain` and the JSON Schema of pipeline.yaml show the forms.',
  },
  MR1013: {
    title: 'Not a duration',
    explanation: "Durations say their unit, so that nobody takes minutes for seconds: d, h, m and s, from the longest to the shortest.",
    fix: "Write '90s', '30m', '2h' or '1h30m'.",
  },
  MR1014: {
    title: 'Unknown kind of step',
    explanation: 'Steps are glueJob, crawler, lambda, sns, ssm or wait.',
    fix: 'Correct the kind.',
  },
  MR1015: {
    title: 'Define or use: one of them',
    explanation: 'A step either defines its resource (a Glue job by script, a crawler by database and targets) or uses one that exists (by job or crawler). Both at once contradict each other; with neither there is nothing to run.',
    fix: 'Keep the fields of one form.',
  },
  MR1020: {
    title: 'Name not allowed',
    explanation: 'Names of pipelines and steps become parts of the names of jobs, triggers, states and S3 keys. They are a lower case letter followed by up to 39 lower case letters, digits or hyphens.',
    fix: 'Rename it, for example LoadOrders to load-orders.',
  },
  MR1021: {
    title: 'Name used twice',
    explanation: "Dependencies, runs and logs name steps, so a name stands for one step. The handlers under onFailure and finally count too; they are named 'on-failure' and 'finally' unless you name them.",
    fix: 'Give each step a name of its own.',
  },
  MR1022: {
    title: 'Name of an argument or output not allowed',
    explanation: 'Arguments are written without their leading dashes and must not be those that Glue or Millrace pass themselves, such as JOB_NAME. Outputs are named like parameters.',
    fix: 'Choose another name, or leave out the dashes.',
  },
  MR1023: {
    title: 'Value that getResolvedOptions refuses',
    explanation: "Glue gives a script each argument as two words, --NAME and the value. Glue's own reader, getResolvedOptions, takes a value that begins with a dash for the name of an option, unless it is '-' alone, a negative number such as -5 or -0.5, or has a space in it: the job then fails. Where the script does not declare the argument, -h even ends the job as a success. This is a warning, because a script may read sys.argv in another way.",
    fix: 'Put something before the dash that the script takes away again, or read sys.argv without getResolvedOptions.',
  },
  MR1024: {
    title: 'Setting of the job given as an argument',
    explanation: 'Glue reads some names, such as extra-py-files, enable-metrics or TempDir, as settings of the job. Whether they act depends on where they are given, so that the same step would run differently on each target.',
    fix: 'Move it to the settings of the step.',
  },
  MR1030: {
    title: 'Unknown step in a dependency',
    explanation: 'A step waits for one that is not in the pipeline. A step that a builder made counts only when it is in the list that steps returns.',
    fix: 'Correct the name, or add the step to the list.',
  },
  MR1031: {
    title: 'Step depends on itself',
    explanation: 'It could never start.',
    fix: 'Remove the dependency.',
  },
  MR1032: {
    title: 'Steps wait for each other',
    explanation: 'The dependencies go round in a circle, so none of these steps could ever start. Reading an output of a step is a dependency on it too.',
    fix: 'Remove one of the dependencies on the path that is shown.',
  },
  MR1033: {
    title: 'Two dependencies on one step',
    explanation: 'Between two steps there is at most one dependency. Waiting for both success and failure of the same step with join all could never be satisfied.',
    fix: 'Keep one of them. To wait for either end use finished.',
  },
  MR1034: {
    title: 'Handler with dependencies',
    explanation: 'onFailure and finally start when every step of the run has ended. They have nothing else to wait for.',
    fix: 'Remove after. A step that waits for certain others is an ordinary step with failed(…) or finished(…).',
  },
  MR1035: {
    title: 'Step depends on a handler',
    explanation: 'onFailure and finally run after every step has ended, so no step can wait for them.',
    fix: 'Remove the dependency.',
  },
  MR1036: {
    title: 'finished waits for a step that may be skipped',
    explanation: 'A skipped step has not finished: it satisfies no dependency. If the step before is skipped, for example because something before it failed, this step is skipped as well.',
    fix: "To run something however the run went, make it the pipeline's finally. To accept this, leave it: it is a warning.",
  },
  MR1040: {
    title: 'Reference to an unknown parameter',
    explanation: 'An argument refers to a parameter that the pipeline does not declare.',
    fix: 'Correct the name, or declare the parameter under params.',
  },
  MR1041: {
    title: 'Output of an unknown step',
    explanation: 'An argument reads the output of a step that is not in the pipeline, or of its own step.',
    fix: 'Correct the name, or add the step to the list.',
  },
  MR1042: {
    title: 'Unknown output',
    explanation: 'An argument reads an output that its step does not declare. Outputs are declared, so that a job that forgets one fails there and not three steps later.',
    fix: 'Correct the name, or declare it under outputs.',
  },
  MR1043: {
    title: 'Output that may not be there',
    explanation: "Only a step that has succeeded has outputs. A step that waits with failed or finished, that starts at the first of several dependencies (join any), or that is a handler, may start without them.",
    fix: 'Give a default: clean.outputs.rows.or(0), in YAML {output: clean.rows, or: 0}.',
  },
  MR1044: {
    title: 'Outputs of a step that is no Glue job',
    explanation: 'Outputs are a JSON object that the script of a job writes. A crawler, a notification or a pause runs no script.',
    fix: "Remove 'outputs', or declare them on the job that knows the values.",
  },
  MR1050: {
    title: 'Timeout of a Glue job in seconds',
    explanation: 'Glue counts the timeout of a job in whole minutes.',
    fix: 'Use whole minutes.',
  },
  MR1051: {
    title: 'Timeout out of range',
    explanation: 'A timeout bounds one attempt: at least one second (one minute for a Glue job), at most seven days, the longest that Glue lets a job run.',
    fix: 'Choose a timeout in this range.',
  },
  MR1052: {
    title: 'Retry out of range',
    explanation: 'A step makes at most 10 extra attempts, waits at most a day before each, and names each kind of end (failed, timedOut) at most once. A stopped attempt is never repeated.',
    fix: 'Choose values in this range.',
  },
  MR1053: {
    title: 'Timeout filled in',
    explanation: 'A step without a timeout gets two hours, so that a job that hangs neither costs days nor holds the run for ever. This is information, not a problem.',
    fix: 'Set timeout where two hours are too long or too short.',
  },
  MR1055: {
    title: 'Wait out of range',
    explanation: 'A wait lasts at least one second and at most seven days.',
    fix: 'Choose a duration in this range.',
  },
  MR1060: {
    title: 'Unknown time zone',
    explanation: 'The zone decides which day run.date is. It is an IANA name, which knows summer time; an offset such as +02:00 does not.',
    fix: "Use a name such as 'Europe/Madrid' or 'UTC'.",
  },
  MR1061: {
    title: 'Pipeline without steps',
    explanation: 'There is nothing to run.',
    fix: 'Add at least one step.',
  },
  MR1062: {
    title: 'Schedule of the wrong form',
    explanation: "Schedules are AWS's: six cron fields (minutes, hours, day of month, month, day of week, year) of which exactly one of the two days is '?', or a rate.",
    fix: "Write '0 2 * * ? *' for 02:00 every day, or 'rate(1 hour)'.",
  },
  MR1063: {
    title: 'Start that is not an S3 URI',
    explanation: 'A start on new objects names the bucket and the prefix that are watched.',
    fix: "Write 's3://bucket/prefix/'.",
  },
  MR1064: {
    title: 'Prerequisite of the wrong form',
    explanation: "What must exist before the first run is named as AWS names it: a database by its name, a table as 'database.table', a bucket by its name, a path as an S3 URI; each once.",
    fix: 'Correct the name, or remove the second entry.',
  },
  MR1065: {
    title: 'Value that the scheduler would replace',
    explanation: "EventBridge Scheduler replaces '<aws.scheduler.…>' in all that it hands over, so that such a value would not arrive as it is written.",
    fix: 'Use another text; the day of a run is `run.date`, its id `run.id`.',
  },
  MR1070: {
    title: 'Setting that this type of job does not have',
    explanation: 'Python shell has a capacity of 0.0625 or 1 DPU and no Spark; Spark has workers; only Scala has a class to start, only streams a maintenance window, and only Spark that is no stream runs on FLEX.',
    fix: 'Remove the setting, or change the type of the job.',
  },
  MR1071: {
    title: 'Version of Glue that the job cannot have',
    explanation: 'Glue 0.9, 1.0 and 2.0 have reached their end of life. Python shell runs Python 3.9 on Glue 3.0 only.',
    fix: "Choose '3.0' to '6.0' for Spark; leave it out for Python shell.",
  },
  MR1072: {
    title: 'Workers that do not go together',
    explanation: 'The type of the workers and their number are given together. G.025X is for streams; G.12X, G.16X and the R types need Glue 4.0; FLEX has G.1X and G.2X only.',
    fix: 'Correct one of the settings that are named.',
  },
  MR1073: {
    title: 'Setting that another one needs',
    explanation: 'Glue starts a Scala script by the name of its class.',
    fix: 'Add className to the settings.',
  },
  MR1074: {
    title: 'Setting with a value that Glue refuses',
    explanation: 'Roles are ARNs, files are S3 URIs, numbers have bounds. Glue would tell the same when the job is deployed, one mistake at a time.',
    fix: 'Correct the value.',
  },
  MR1075: {
    title: 'Stream that is waited for',
    explanation: "A streaming job never ends. Its step needs waitFor: 'started' and has succeeded once the job run runs; it can have neither a timeout nor outputs. Other jobs are always waited for until they end.",
    fix: "Write waitFor: 'started' on streams, and on streams only.",
  },
  MR1076: {
    title: 'Argument of a job that cannot be set',
    explanation: 'Default and non-overridable arguments are written without dashes. What Glue or Millrace pass themselves, what has a setting of its own, and what the step passes too cannot be among them.',
    fix: 'Remove the argument, or use the setting that is named.',
  },
  MR1077: {
    title: 'Crawler that Glue refuses',
    explanation: 'Targets and settings of a crawler have forms and bounds, and some exclude each other: tables of the catalog are crawled alone, and a crawl of new folders only may not change tables.',
    fix: 'Correct the target or setting that is named.',
  },
  MR1078: {
    title: 'Function, topic or automation that cannot be called so',
    explanation: 'A function, a topic and an Automation document are named by name or ARN. The subject of a notice becomes that of a mail: at most 100 ASCII characters on one line.',
    fix: 'Correct the value.',
  },
} as const satisfies Catalogue;
