import { type Blobs } from '../host/types.ts';
import { type Disk } from './disk.ts';
/**
 * Objects as files: one folder per bucket under `dir`, keys as readable paths. Each write is whole or not there. The folder belongs to one
 * process at a time, though a person may put files into it.
 */
export declare function folderBlobs(dir: string, disk?: Disk): Blobs;
