// Our engine and validator under the bench. The limit of events is lifted, as the peer has none.
import { run, validate, type Json } from '../../packages/asl/src/index.ts';
import { programOf } from '../../packages/asl/src/engine/program.ts';
import { engineProcess } from './engines.ts';

await engineProcess<Json>({
  // `run` does this at the first execution of a definition, and keeps it.
  construct(definition) {
    programOf(definition);
    return definition;
  },
  validate(definition) {
    const { machine, problems } = validate(definition);
    if (machine === null) throw new Error(problems[0]?.message);
  },
  async run(definition, input) {
    const { status, output, cause } = await run(definition, input, { maxEvents: Number.MAX_SAFE_INTEGER });
    if (status !== 'SUCCEEDED') throw new Error(cause ?? status);
    return output;
  },
});
