import { eventsService } from '../events/index.ts';
import { glueService } from '../glue/index.ts';
import type { Service } from '../host/types.ts';
import { iamService } from '../iam/index.ts';
import { lambdaService } from '../lambda/index.ts';
import { type JobLogs, logsService, noJobLogs } from '../logs/index.ts';
import { schedulerService } from '../scheduler/index.ts';
import { secretsService } from '../secrets/index.ts';
import { snsService } from '../sns/index.ts';
import { ssmService } from '../ssm/index.ts';
import { sfnService } from '../states/index.ts';
import { stsService } from '../sts/index.ts';

/** The services of the embedded AWS, with the logs of job runs; S3 is part of the host itself. */
export function servicesWith(jobLogs: JobLogs): readonly Service[] {
  return [
    glueService, sfnService, stsService, iamService, eventsService, schedulerService, lambdaService, snsService, ssmService, secretsService, logsService(jobLogs),
  ];
}
export const defaultServices: readonly Service[] = servicesWith(noJobLogs);
