// The recorded cases of AWS's own behaviour for parameters: all must pass.
import { ownFolder, runFolder } from '../../conformance/run.ts';
import { report } from '../report.ts';

const rows = (await runFolder(ownFolder, false)).filter(({ suite }) => /^(?:resolved-options|cli-)/.test(suite));
report([{
  figure: rows.map(({ suite, passed, total, failing }) => `${suite}: ${passed} of ${total}${failing[0] === undefined ? '' : ` (${failing[0].id})`}`).join('; '),
  holds: rows.length === 4 && rows.every(({ failing, total }) => total > 0 && failing.length === 0),
}]);
