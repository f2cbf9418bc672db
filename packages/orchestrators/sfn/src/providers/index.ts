import type { Provider } from '@millrace/deploy';
import type { SfnPort } from '../port.ts';
import { aliasProvider } from './alias.ts';
import { stateMachineProvider, type Place } from './machine.ts';
import { versionProvider } from './version.ts';

/** The providers of everything that is Step Functions' own, on any port: an in-process server, a double, AWS. They need the account, since machines are known by ARN. */
export function sfnProvidersOn(port: SfnPort, place: Place): readonly Provider[] {
  return [stateMachineProvider(port, place), versionProvider(port, place), aliasProvider(port, place)];
}
