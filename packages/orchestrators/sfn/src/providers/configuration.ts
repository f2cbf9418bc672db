import type { Json, Prop } from '@millrace/core';
import type { Configured, Described } from './port.ts';

type Props = Readonly<Record<string, Json>>;
type Fields = Readonly<Record<string, Prop | undefined>>;

/** A machine or a version of it under CloudFormation's names, without tags: what its revision is made from. */
export function propsOf(name: string, { type, roleArn, definition, loggingConfiguration: logging, tracingConfiguration: tracing }: Described): Props {
  return {
    StateMachineName: name,
    StateMachineType: type ?? 'STANDARD',
    RoleArn: roleArn ?? '',
    Definition: parsed(definition ?? '{}'),
    LoggingConfiguration: {
      Level: logging?.level ?? 'OFF',
      IncludeExecutionData: logging?.includeExecutionData ?? false,
      Destinations: (logging?.destinations ?? []).map(({ cloudWatchLogsLogGroup: group }) => ({ CloudWatchLogsLogGroup: { LogGroupArn: group?.logGroupArn ?? '' } })),
    },
    TracingConfiguration: { Enabled: tracing?.enabled ?? false },
  };
}

/** The same as Step Functions takes it. What is left out of a resource is as a machine has it without. */
export function configurationOf(props: Readonly<Record<string, Prop>>): Configured {
  const logging = fields(props['LoggingConfiguration']);
  const destinations = list(logging['Destinations']).map((one) => fields(fields(one)['CloudWatchLogsLogGroup'])['LogGroupArn']);
  return {
    definition: JSON.stringify(props['Definition']),
    roleArn: text(props['RoleArn']),
    loggingConfiguration: {
      level: text(logging['Level']) || 'OFF',
      includeExecutionData: logging['IncludeExecutionData'] === true,
      ...(destinations.length === 0 ? {} : { destinations: destinations.map((arn) => ({ cloudWatchLogsLogGroup: { logGroupArn: text(arn) } })) }),
    },
    tracingConfiguration: { enabled: fields(props['TracingConfiguration'])['Enabled'] === true },
  };
}

const text = (value: Prop | undefined): string => (typeof value === 'string' ? value : '');
// Array.isArray does not narrow readonly arrays.
const list = (value: Prop | undefined): readonly Prop[] => (Array.isArray(value) ? (value as readonly Prop[]) : []);

function fields(value: Prop | undefined): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

/** A definition that someone made by hand may be YAML in JSON's place, or broken: then it is shown as text, and differs. */
function parsed(definition: string): Json {
  try {
    // JSON.parse yields JSON.
    return JSON.parse(definition) as Json;
  } catch {
    return definition;
  }
}
