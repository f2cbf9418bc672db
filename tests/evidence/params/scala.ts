// The generated Scala accessors, compiled and run by the compilers of Maven Central.
import { join } from 'node:path';
import { root } from '../../../tools/python.ts';
import { measureScala } from '../../params/scala.ts';
import { report } from '../report.ts';

const rows = await measureScala(join(root, '.millrace', 'scala'));
report(rows.map(({ version, outcome, cases, maps, why }) => ({ figure: `Scala ${version}: ${outcome}, ${outcome === 'not measured' ? 'no' : `${maps} maps read back by a stand-in of GlueArgParser from words that are joined by '=', and ${cases}`} checks${why === '' ? '' : `: ${why}`}`, holds: outcome === 'not measured' ? null : outcome === 'passed' && cases > 0 })));
