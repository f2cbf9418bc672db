import { jsonBlock, literal } from './text.ts';
import { jsonOf, stringMapOf, under, type Style } from './types.ts';

export const trigger: Style = {
  title: 'Trigger action',
  saved: true,
  render: (map, { name }) => ({
    text: `{\n  "Actions": [\n    {\n      "JobName": ${literal(name)},\n      "Arguments": ${jsonBlock(map, '      ')}\n    }\n  ]\n}\n`,
    notes: ['The values replace the defaults of the job of the same names, whenever this trigger starts it.'],
  }),
  parse(text) {
    const whole = jsonOf(text);
    const actions = under(whole, 'Actions') ?? under(whole, 'Trigger', 'Actions') ?? whole;
    return stringMapOf(under(Array.isArray(actions) ? actions[0] : actions, 'Arguments'));
  },
};
