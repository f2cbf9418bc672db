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
  ...contractCatalogue,
} as const;
