import { devNull } from 'node:os';
import { delimiter } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a job's process sees: the given environment without any AWS settings of the person who started the server, then the way to the
 * embedded AWS with credentials that mean nothing.
 */
export function jobEnvironment(base: Environment, at: { readonly endpoint: string; readonly region: string; readonly pythonPath: readonly string[] }): Record<string, string> {
  const inherited = Object.entries(base).filter((entry): entry is [string, string] => entry[1] !== undefined && !/^(AWS_|PYTHON)/.test(entry[0]));
  return {
    ...Object.fromEntries(inherited),
    AWS_ENDPOINT_URL: at.endpoint,
    AWS_REGION: at.region,
    AWS_DEFAULT_REGION: at.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Patient enough to wait while the server is started again: by botocore's usual delays about half a minute, 20 s at most between two tries.
    AWS_RETRY_MODE: 'standard',
    AWS_MAX_ATTEMPTS: '12',
    PYTHONPATH: at.pythonPath.join(delimiter),
    PYTHONUNBUFFERED: '1',
    PYTHONIOENCODING: 'utf-8',
  };
}
