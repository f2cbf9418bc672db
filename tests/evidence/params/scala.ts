// The generated Scala accessors, compiled and run by the compilers of Maven Central.
import { join } from 'node:path';
import { root } from '../../../tools/python.ts';
import { measureScala } from '../../params/scala.ts';
import { report } from '../report.ts';

const rows = await measureScala(join(root, '.millrace', 'scala'));
report(rows.map(({ version, outcome, cases, why }) => ({ figure: `Scala ${version}: ${outcome}, ${cases} checks${why === '' ? '' : `: ${why}`}`, holds: outcome === 'not measured' ? null : outcome === 'passed' && cases > 0 })));
