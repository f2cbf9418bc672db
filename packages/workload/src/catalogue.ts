import type { Catalogue } from '@millrace/core';

export const workloadCatalogue = {
  MR7101: {
    title: 'A physical name is too long',
    explanation: 'Resources are named after the environment\'s prefix, the pipeline and the step, and services bound the length of names.',
    fix: 'Shorten the prefix of the environment, the name of the pipeline or that of the step.',
  },
  MR7102: {
    title: 'A script cannot be read',
    explanation: 'A step names a script that is not there. Paths are relative to the pipeline file.',
    fix: 'Create the file or correct its path.',
  },
} as const satisfies Catalogue;
