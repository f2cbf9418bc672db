import type { Catalogue } from '@millrace/core';

export const workloadCatalogue = {
  MR7102: {
    title: 'A script cannot be read',
    explanation: 'A step names a script that is not there. Paths are relative to the pipeline file.',
    fix: 'Create the file or correct its path.',
  },
  MR7103: {
    title: 'A script is not UTF-8',
    explanation: 'Scripts are deployed as UTF-8 text, which Python expects. Bytes of another encoding would be replaced, and the script that runs would not be the one in the file.',
    fix: 'Save the file as UTF-8.',
  },
} as const satisfies Catalogue;
