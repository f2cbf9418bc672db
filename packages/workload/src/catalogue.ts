import type { Catalogue } from '@millrace/core';

export const workloadCatalogue = {
  MR7102: {
    title: 'A script cannot be read',
    explanation: 'A step names a script that is not there. Paths are relative to the pipeline file.',
    fix: 'Create the file or correct its path.',
  },
} as const satisfies Catalogue;
