import { AwsError } from '../host/types.js';
/** STS: everybody is the account's one user. */
export const stsService = {
    id: 'sts',
    operations: { GetCallerIdentity: getCallerIdentity(), AssumeRole: assumeRole() },
    handlers: {},
    subscriptions: {},
};
function getCallerIdentity() {
    return (_tx, _input, world) => ({
        output: { UserId: 'AIDAMILLRACELOCAL0000', Account: world.account, Arn: `arn:aws:iam::${world.account}:user/local` },
        effects: [],
    });
}
function assumeRole() {
    return (_tx, input, world) => {
        const role = /^arn:[\w-]+:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(field(input, 'RoleArn'));
        const session = field(input, 'RoleSessionName');
        if (role?.[1] === undefined)
            throw invalid("'roleArn' is not the ARN of a role");
        if (!/^[\w+=,.@-]{2,64}$/.test(session))
            throw invalid("'roleSessionName' must be 2 to 64 of letters, digits and +=,.@-");
        const seconds = Number(field(input, 'DurationSeconds') || '3600');
        if (!(seconds >= 900 && seconds <= 43_200))
            throw invalid("'durationSeconds' must be from 900 to 43200");
        return {
            output: {
                Credentials: {
                    AccessKeyId: 'ASIAMILLRACELOCAL000',
                    SecretAccessKey: 'local',
                    SessionToken: 'local',
                    Expiration: new Date(world.now() + seconds * 1000).toISOString(),
                },
                AssumedRoleUser: { AssumedRoleId: `AROAMILLRACELOCAL0000:${session}`, Arn: `arn:aws:sts::${world.account}:assumed-role/${role[1]}/${session}` },
            },
            effects: [],
        };
    };
}
function field(input, name) {
    if (typeof input !== 'object' || input === null || Array.isArray(input))
        return '';
    const value = Object.hasOwn(input, name) ? Object.entries(input).find(([key]) => key === name)?.[1] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
function invalid(what) {
    return new AwsError('ValidationError', `The request is not valid: ${what}.`);
}
