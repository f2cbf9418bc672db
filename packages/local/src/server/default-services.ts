import { eventsService } from '../events/index.ts';
import { glueService } from '../glue/index.ts';
import type { Service } from '../host/types.ts';
import { iamService } from '../iam/index.ts';
import { schedulerService } from '../scheduler/index.ts';
import { sfnService } from '../states/index.ts';
import { stsService } from '../sts/index.ts';

/** The services of the embedded AWS; S3 is part of the host itself. */
export const defaultServices: readonly Service[] = [glueService, sfnService, stsService, iamService, eventsService, schedulerService];
