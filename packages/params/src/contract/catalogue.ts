/** Findings about scripts. */
export const contractCatalogue = {
  MR2401: { title: 'Argument asked for and not passed', explanation: 'getResolvedOptions fails before the job does anything when a name in its list is not among the arguments.', fix: 'Pass the argument, correct its name, or ask for it only if it is there.' },
  MR2402: { title: 'Argument passed and never asked for', explanation: 'getResolvedOptions drops what it is not asked for, so the value has no effect.', fix: 'Ask for it in the script, or stop passing it.' },
  MR2403: { title: 'Option read and not asked for', explanation: 'The result holds the names of the list, with underscores for dashes in Python, and a few of Glue. Any other key is an error where it is read.', fix: 'Correct the key, or add the name to the list.' },
  MR2404: { title: 'Name that may not be asked for', explanation: 'Some names are built into the argument parser of Glue, and a name may be in the list once. Otherwise the job fails at its first line.', fix: 'Take the name out of the list; built-in options are in the result without being asked for.' },
  MR2405: { title: 'Argument taken for another one', explanation: 'Until Glue 5.1 the beginning of a name stands for the name: a passed --source sets an option source_path, or is refused when two options begin so.', fix: 'Rename one of them, or use Glue 6.0.' },
  MR2406: { title: 'Value used as another type', explanation: 'Every value arrives as text. What the script does with it does not fit the declared type or the value that is passed.', fix: 'Correct the script or the declaration.' },
  MR2407: { title: 'Value that the parser refuses', explanation: 'Glue passes names and values as separate words. A value that begins with a dash is taken for a name, unless it is a number or has a space; -h and --help end the job.', fix: 'Begin the value with something else and take that off in the script.' },
  MR2408: { title: 'Name with a dash', explanation: 'A Python job finds my-opt under my_opt, a Scala job under my-opt, and on the command line the two are different names.', fix: 'Use underscores.' },
  MR2409: { title: 'First argument lost', explanation: 'getResolvedOptions leaves out the first word, which is the script. Without it, the first name is left out instead.', fix: 'Pass sys.argv as it is.' },
  MR2410: { title: 'List of options not known', explanation: 'The names are made while the script runs, so they cannot be compared with anything.', fix: 'Write the names as text where they are asked for, if you want them checked.' },
  MR2411: { title: 'Script not understood', explanation: 'The text has a place that is not of its language, so that what is there is not checked.', fix: 'Correct the text at this place.' },
} as const;
