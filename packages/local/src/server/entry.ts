import { serverMain } from './main.ts';

const code = await serverMain(process.argv.slice(2));
if (code !== null) process.exitCode = code;
