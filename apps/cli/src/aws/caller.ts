/** The account that the credentials in use belong to: twelve digits, or null when the service does not say. */
export async function callerAccount({ region, endpoint }: { readonly region: string; readonly endpoint: string | null }): Promise<string | null> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ region, ...(endpoint === null ? {} : { endpoint }) });
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? null;
  } finally {
    client.destroy();
  }
}
