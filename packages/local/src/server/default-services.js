import { glueService } from '../glue/index.js';
import { sfnService } from '../states/index.js';
import { stsService } from '../sts/index.js';
/** The services of the embedded AWS; S3 is part of the host itself. */
export const defaultServices = [glueService, sfnService, stsService];
