import { expect, test } from 'vitest';
import { formFields } from './query-form.ts';

test('a form with lists, objects and maps becomes their value, in the order of the numbers', () => {
  const form = new URLSearchParams();
  form.set('Action', 'CreateRole');
  for (let i = 11; i >= 1; i--) form.set(`Tags.member.${String(i)}.Key`, `k${String(i)}`);
  form.set('Attributes.entry.1.key', 'DisplayName');
  form.set('Attributes.entry.1.value', 'a.b=c');
  const fields = formFields(form);
  expect(fields['Action']).toBe('CreateRole');
  expect(fields['Tags']).toEqual(Array.from({ length: 11 }, (_, i) => ({ Key: `k${String(i + 1)}` })));
  expect(fields['Attributes']).toEqual({ DisplayName: 'a.b=c' });
});

test('an empty list is empty text, as clients send it', () => {
  expect(formFields(new URLSearchParams('TagKeys='))).toEqual({ TagKeys: '' });
});
