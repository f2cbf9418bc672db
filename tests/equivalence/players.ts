// One bench plays job runs, crawls, bootstraps and helper jobs in virtual time, here and in the tests of the Glue target.
export { drive } from '../../packages/orchestrators/glue/src/test/drive.ts';
export { errorRulesOf } from '../../packages/orchestrators/glue/src/test/error-rules.ts';
export { Players } from '../../packages/orchestrators/glue/src/test/players.ts';
