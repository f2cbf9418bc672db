import { contractCatalogue } from './contract/catalogue.ts';

/** What each MR2xxx code means, why it matters and how to fix it. */
export const paramsCatalogue = {
  MR2001: {
    title: 'Parameter name not allowed',
    explanation: 'Parameters become job arguments and fields of JSON, so a name is a letter followed by up to 63 letters, digits or underscores.',
    fix: 'Rename the parameter, for example order-date to orderDate.',
  },
  MR2002: {
    title: 'Parameter name belongs to somebody else',
    explanation: 'Glue gives every job run arguments such as JOB_NAME or TempDir, and its argument parser owns some more. Millrace passes its own under MILLRACE_. A parameter under such a name would be overwritten or refused inside the job.',
    fix: 'Choose another name.',
  },
  MR2003: {
    title: 'Default is not of its type',
    explanation: 'A default is a value of the declared type, or a fact of the run: run.date for a date or a string, run.id for a string.',
    fix: 'Correct the default or the type.',
  },
  MR2004: {
    title: 'Values of an enum',
    explanation: 'An enum lists its allowed words, each once. No other type has such a list.',
    fix: 'List the words in values, or change the type.',
  },
  MR2005: {
    title: 'Rule that does not fit',
    explanation: 'Patterns and lengths are for texts, lengths for lists too, min and max for numbers. A pattern has no look-around, no back-references and nothing that could take very long to try, so that every engine reads it the same and in time.',
    fix: 'Correct the rule, or leave it out.',
  },
  MR2006: {
    title: 'Name of a setting of the job',
    explanation: 'Glue reads some arguments as settings of the job, such as conf or class. A parameter under such a name would set up the job instead of reaching the script.',
    fix: 'Choose another name.',
  },
  MR2007: {
    title: 'Name that another one begins with',
    explanation: 'Until Glue 5.1 the argument parser takes the beginning of a name for the name: in a script that asks only for source_path, a passed --source sets it. Where two names begin so the job fails.',
    fix: 'Rename one of them, or use Glue 6.0.',
  },
  MR2008: {
    title: 'Type that a pipeline cannot carry',
    explanation: 'Parameters of a pipeline are single values. Lists and JSON are declared, checked and read with the parameters package alone: state machines rewrite numbers and keys of JSON, so that what arrives could differ from what was given.',
    fix: 'Use an argument of the step, which may be a list of constants, or a string parameter whose text the script reads as JSON.',
  },
  MR2010: {
    title: 'Unknown parameter',
    explanation: 'A value was given for a parameter that the pipeline does not declare. It would be ignored, so it is refused.',
    fix: 'Correct the name, or declare the parameter.',
  },
  MR2011: {
    title: 'Missing parameter',
    explanation: 'A parameter without a default needs a value from the environment or from the run before anything starts.',
    fix: 'Give a value, or declare a default.',
  },
  MR2012: {
    title: 'Value of the wrong type',
    explanation: 'Text is parsed to the declared type. Dates are days that exist, written YYYY-MM-DD; integers are whole and at most 2^53 - 1; S3 URIs are s3://bucket/key.',
    fix: 'Correct the value.',
  },
  MR2013: {
    title: 'Value that the enum does not list',
    explanation: 'An enum takes only the words that it declares, in the same case.',
    fix: 'Use one of the listed words, or add the word to the declaration.',
  },
  MR2014: {
    title: 'Value that looks like a secret',
    explanation: 'Arguments of jobs are logged, shown in the console and returned to everyone who may look at the job. The value looks like a key, a password or a token, or the name of its parameter says so; it is not repeated in any message.',
    fix: 'Keep it in Secrets Manager and pass its name or ARN; if the value is a real secret, change it now.',
  },
  MR2015: {
    title: 'Value that breaks a rule',
    explanation: 'The value is of its type, and the declaration asks for more: a pattern, a length, a least or a greatest number.',
    fix: 'Correct the value, or the rule of the declaration.',
  },
  MR2016: {
    title: 'Value of a fixed parameter',
    explanation: 'A parameter that is not overridable has the value of its declaration or of the environment. A run or a schedule may repeat it and not change it; what is kept on the job itself may differ.',
    fix: 'Leave the value out of the run, or change what stands.',
  },
  MR2017: {
    title: 'Too much to pass',
    explanation: 'Glue takes 260 KB of arguments for one run, names and values together. This counts UTF-8 bytes, and a KB as 1000 of them, since it is not documented which is meant.',
    fix: 'Put large values into a file in S3 and pass its address.',
  },
  ...contractCatalogue,
} as const;
