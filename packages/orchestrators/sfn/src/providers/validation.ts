import type { Problem, Resource } from '@millrace/core';
import { isAwsError, type SfnPort } from '../port.ts';
import { sfnCatalogue } from '../catalogue.ts';

/** As many as the service tells at once. */
const MOST = 100;

/**
 * What Step Functions itself says of a definition, before anything is written: its errors, at their places. Someone who may not ask is told so,
 * and no more: the definition is checked again when it is written.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
 */
export async function validation(port: SfnPort, { id, name, props }: Resource): Promise<readonly Problem[]> {
  const problem = (code: 'MR5020' | 'MR5021' | 'MR5022', severity: Problem['severity'], message: string, location = ''): Problem =>
    ({ code, severity, message, pointer: `/resources/${id}${location}`, at: null, hint: sfnCatalogue[code]?.fix ?? '' });
  const type = typeof props['StateMachineType'] === 'string' ? props['StateMachineType'] : 'STANDARD';
  try {
    const answer = await port.states('ValidateStateMachineDefinition', { definition: JSON.stringify(props['Definition']), type, severity: 'ERROR', maxResults: MOST });
    const found = (answer.diagnostics ?? [])
      .filter(({ severity }) => severity === 'ERROR')
      .map(({ code = '', message = '', location = '' }) => problem('MR5020', 'error', `Step Functions refuses the definition of '${name}'${location === '' ? '' : ` at ${location}`}: ${code}: ${message}`, location));
    const silent = found.length === 0 && answer.result === 'FAIL' ? [problem('MR5020', 'error', `Step Functions refuses the definition of '${name}', and does not say why.`)] : [];
    const more = answer.truncated === true ? [problem('MR5021', 'error', `Step Functions has found more than these ${found.length} errors in the definition of '${name}'.`)] : [];
    return [...found, ...silent, ...more];
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException', 'AccessDenied')) return [problem('MR5022', 'warning', `Step Functions was not asked about the definition of '${name}': whoever deploys may not call ValidateStateMachineDefinition.`)];
    throw error;
  }
}
