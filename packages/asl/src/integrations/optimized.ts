/** An action that Step Functions calls in a way of its own. */
export interface OptimizedAction {
  /** Whether `.sync` waits for the end of what it starts. */
  readonly sync: boolean;
  /** The service and action of the SDK whose parameters it takes; null: `parameters` names them. */
  readonly like: readonly [service: string, action: string] | null;
  /** Parameters beside those of the SDK's action. */
  readonly parameters: readonly string[];
  /** Parameters that it cannot do without; null: those of the SDK's action. */
  readonly required: readonly string[] | null;
}

export interface OptimizedService {
  readonly token: boolean;
  readonly actions: ReadonlyMap<string, OptimizedAction>;
}

interface Row {
  /** The name of the service in the SDK where it is another. */
  readonly sdk?: string;
  readonly token?: true;
  /** Actions with `.sync` and without. */
  readonly sync?: string;
  readonly plain?: string;
  /** Actions with parameters of their own: what is there, `!` for what is required. */
  readonly own?: Readonly<Record<string, string>>;
}

/** Sources: Step Functions developer guide, "Integrating optimized services with Step Functions" and the page of each service. */
const rows: Readonly<Record<string, Row>> = {
  apigateway: { token: true, own: { invoke: 'ApiEndpoint! Method! Headers Stage Path QueryParameters RequestBody AllowNullValues AuthType NullHandling' } },
  athena: { sync: 'startQueryExecution', plain: 'stopQueryExecution getQueryExecution getQueryResults' },
  batch: { sync: 'submitJob' },
  bedrock: { token: true, sync: 'createModelCustomizationJob', own: { invokeModel: 'ModelId! Body Accept ContentType Input Output Trace GuardrailIdentifier GuardrailVersion PerformanceConfigLatency ServiceTier' } },
  codebuild: { sync: 'startBuild startBuildBatch retryBuildBatch', plain: 'stopBuild batchDeleteBuilds batchGetReports stopBuildBatch deleteBuildBatch retryBuild' },
  databrew: { sync: 'startJobRun' },
  dynamodb: { plain: 'getItem putItem updateItem deleteItem' },
  ecs: { token: true, sync: 'runTask' },
  eks: {
    token: true, sync: 'createCluster deleteCluster createFargateProfile deleteFargateProfile createNodegroup deleteNodegroup',
    own: { call: 'ClusterName! CertificateAuthority Endpoint! Method! Path! QueryParameters RequestBody', 'runJob.sync': 'ClusterName! CertificateAuthority Endpoint! Job! LogOptions Namespace' },
  },
  elasticmapreduce: {
    own: {
      'createCluster.sync': '', 'terminateCluster.sync': 'ClusterId!', 'addStep.sync': 'ClusterId! Step! ExecutionRoleArn', cancelStep: 'ClusterId! StepId!',
      setClusterTerminationProtection: 'ClusterId! TerminationProtected!', modifyInstanceFleetByName: 'ClusterId! InstanceFleetName! InstanceFleet!', modifyInstanceGroupByName: 'ClusterId! InstanceGroupName! InstanceGroup!',
    },
  },
  'emr-containers': { sdk: 'emrcontainers', sync: 'deleteVirtualCluster startJobRun', plain: 'createVirtualCluster' },
  'emr-serverless': { sdk: 'emrserverless', sync: 'createApplication startApplication stopApplication deleteApplication startJobRun cancelJobRun' },
  events: { token: true, sdk: 'eventbridge', plain: 'putEvents' },
  glue: { sync: 'startJobRun' },
  http: { own: { invoke: 'ApiEndpoint! Method! Authentication InvocationConfig Headers QueryParameters RequestBody Transform' } },
  lambda: { token: true, plain: 'invoke' },
  mediaconvert: { sync: 'createJob' },
  sagemaker: {
    sync: 'createHyperParameterTuningJob createLabelingJob createProcessingJob createTrainingJob createTransformJob',
    plain: 'createEndpoint createEndpointConfig createModel updateEndpoint',
  },
  sns: { token: true, plain: 'publish' },
  sqs: { token: true, plain: 'sendMessage' },
  states: { token: true, sdk: 'sfn', sync: 'startExecution' },
};

/** The optimized integrations by the name in their ARN. */
export const optimized: ReadonlyMap<string, OptimizedService> = new Map(Object.entries(rows).map(([name, row]) => [name, { token: row.token ?? false, actions: actionsOf(name, row) }]));

function actionsOf(name: string, { sdk = name, sync = '', plain = '', own = {} }: Row): ReadonlyMap<string, OptimizedAction> {
  const like = (actions: string, waits: boolean) => actions.split(' ').filter((action) => action !== '').map((action): [string, OptimizedAction] => [action, { sync: waits, like: [sdk, action], parameters: [], required: null }]);
  const special = Object.entries(own).map(([action, text]): [string, OptimizedAction] => {
    const words = text.split(' ').filter((word) => word !== '');
    const bare = action.replace(/\.sync$/u, '');
    return [bare, { sync: bare !== action, like: null, parameters: words.map((word) => word.replace('!', '')), required: words.filter((word) => word.endsWith('!')).map((word) => word.slice(0, -1)) }];
  });
  return new Map([...like(sync, true), ...like(plain, false), ...special]);
}
