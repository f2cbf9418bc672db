// aws-local-stepfunctions under the bench, as its README uses it: `new StateMachine(definition)` checks the definition, `noValidate` leaves that out.
import { StateMachine } from 'aws-local-stepfunctions';
import { engineProcess } from '../asl/engines.ts';

await engineProcess({
  construct: (definition) => new StateMachine(definition, { validationOptions: { noValidate: true } }),
  validate: (definition) => new StateMachine(definition),
  run: (machine, input) => machine.run(input).result,
});
