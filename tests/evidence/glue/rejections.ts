// What Glue workflows were once said not to hold: none of it is refused any more, and what is still refused is told.
import { glueTarget } from '@millrace/glue';
import { report } from '../report.ts';

/** The first release refused these on Glue until gates, bridges and closers were there. */
const once = [
  'join.any', 'join.product', 'failurePolicy.stop', 'handler.onFailure', 'handler.finally', 'retry.timedOut', 'retry.delay', 'retry.crawler', 'retry.existing', 'retry.watched',
  'timeout.crawler', 'value.existing', 'outputs.existing', 'kind.lambda', 'kind.sns', 'kind.ssm', 'kind.wait', 'prerequisites', 'start.schedule', 'start.s3', 'overlap.skip', 'overlap.queue',
  'glueJob.etl', 'glueJob.scala',
];
const rows = new Map(glueTarget.capabilities.map((row) => [row.id, row]));
const still = once.filter((id) => rows.get(id)?.support === 'rejected');
const unknown = once.filter((id) => !rows.has(id));
const refused = glueTarget.capabilities.filter(({ support }) => support === 'rejected');
report([{
  figure: `${once.length - still.length} of ${once.length} former rejections are gone${unknown.length === 0 ? '' : ` (no such row: ${unknown.join(', ')})`}; of ${rows.size} rows of the ledger refused still: ${refused.map(({ id, note }) => `${id} (${note})`).join('; ') || 'none'}`,
  holds: still.length === 0 && unknown.length === 0,
}]);
