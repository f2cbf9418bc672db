// What property tests get as 'fast-check': the library, with one seed for all, so that the same sources give the same verdict everywhere.
// `MILLRACE_SEED=7 npm test` draws other values.
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['MILLRACE_SEED'] ?? 20_260_101) });

export * from 'fast-check';
export default fc;
