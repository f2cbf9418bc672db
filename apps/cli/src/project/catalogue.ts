import type { Catalogue } from '@millrace/core';

/** Every package's catalogue of diagnostics, joined. A test forbids a code twice. */
export async function catalogues(): Promise<Readonly<Record<string, Catalogue>>> {
  const [params, core, deploy, workload, glue, sfn] = await Promise.all([
    import('@millrace/params'),
    import('@millrace/core'),
    import('@millrace/deploy'),
    import('@millrace/workload'),
    import('@millrace/glue'),
    import('@millrace/sfn'),
  ]);
  return {
    params: params.paramsCatalogue,
    core: core.coreCatalogue,
    deploy: deploy.deployCatalogue,
    workload: workload.workloadCatalogue,
    glue: glue.glueCatalogue,
    sfn: sfn.sfnCatalogue,
  };
}

export async function catalogue(): Promise<Catalogue> {
  return Object.assign({}, ...Object.values(await catalogues())) as Catalogue; // Object.assign over records of one type; its own return type is any
}
