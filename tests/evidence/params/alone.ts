// The package as a stranger gets it, alone: packed, installed by npm into an empty folder, imported, required, type-checked.
import { alone, foreign } from '../alone.ts';
import { report } from '../report.ts';

const use = "JSON.stringify([render('boto3', { '--A': '1' }).saved, parseShorthand('a=1')])";
const says = '[false,{"a":"1"}]';
report(alone('params', ({ installed, write, node, checkTypes }) => {
  const others = foreign('params', installed);
  write('a.mjs', `import { render, parseShorthand, checkScript } from '@millrace/params';\nconsole.log(${use});\nawait checkScript({ language: 'scala', text: 'object A', file: 'a', declared: null, passed: null, glueVersion: '5.0' });\n`);
  write('b.cjs', `const { render, parseShorthand } = require('@millrace/params');\nconsole.log(${use});\n`);
  write('c.ts', "import { param, resolveParams, render, type StringMap } from '@millrace/params';\nconst map: StringMap = { '--A': '1' };\nconst day = param.date({ default: '2026-01-31' });\nconsole.log(render('cdk', map), resolveParams({ day }, [], null).values);\n");
  const said = ['a.mjs', 'b.cjs'].map(node);
  checkTypes('c.ts');
  return [
    { figure: `installed: ${installed.join(', ')}; AWS clients and other packages of ours: ${others.length === 0 ? 'none' : others.join(', ')}`, holds: others.length === 0 && installed.includes('@millrace/params') },
    { figure: `import, require (Node ${process.versions.node}) and a strict type check pass`, holds: said.every((text) => text === says) },
  ];
}));
