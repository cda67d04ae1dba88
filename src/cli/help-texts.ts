/** Stands below the list of commands. */
export const exitCodes = `
Exit codes:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on; with --diff: there is something to change
  2  arguments or configuration that cannot be used
  3  an internal error
  4  nothing to lint
`;

/** Stands below the options of `render`. */
export const renderHelp = `
A folder is built as kustomize builds it, a Kustomization as Flux does: patched by its parents, its variables filled
in. With --cluster the target is a Kustomization, also where there is a folder of that name.

Examples:
  dualstack-lint render apps/overlays/production --origins
  dualstack-lint render flux-system/infrastructure --kind HelmRelease
  dualstack-lint render --name cilium --values --trail ipv6.enabled

Exit codes:
  0  printed
  1  printed as far as it goes: kustomize or Flux refuses something
  2  arguments or configuration that cannot be used
  3  an internal error
  4  nothing to render
`;

/** Stands below the options of `verify`. */
export const verifyHelp = `
Exit codes:
  0  the phase, or the whole migration, is complete
  1  it is not, or the cluster contradicts the repository
  2  arguments, configuration or a dump that cannot be used
  3  an internal error
  4  nothing to compare with
  5  too little is seen to tell
`;

/** Stands below the options of `migrate`. */
export const migrateHelp = `
The phase rook writes what connects Rook to a Ceph cluster outside; it needs the block ceph: of the configuration.

--open-pr takes a token from GITHUB_TOKEN, for an Enterprise server its API from GITHUB_API_URL, and needs the package
@octokit/rest beside this one. It opens the pull request of the first phase that has something to change, builds it
again when its change is another one, and never touches what a person has written to or closed. Phases that are done on
the machines come in between: ask for the one after them with --phase.

Exit codes:
  0  planned, or nothing is left to do
  1  a phase, or the target, is blocked
  2  arguments or configuration that cannot be used
  3  an internal error
  4  nothing to plan
`;

/** Stands below the options of `serve`. */
export const serveHelp = `
It needs the package probot beside this one. Without APP_ID it serves pages that register an App.

Environment (also from a file .env in the current folder):
  APP_ID                       number of the App
  PRIVATE_KEY                  its key in PEM; or PRIVATE_KEY_PATH, a file
  WEBHOOK_SECRET               20 bytes or more
  PORT, HOST                   3000 and ::, which is both families
  METRICS_PORT                 where /metrics is, if not beside the webhooks
  WEBHOOK_PATH                 /api/github/webhooks
  GITHUB_API_URL               the API of an Enterprise server; or GHE_HOST
  HTTPS_PROXY, NO_PROXY        the way to GitHub, where there is a proxy
  DUALSTACK_LINT_DATA          folder for jobs that are not done yet (data)
  DUALSTACK_LINT_CONCURRENCY   checks at a time (2)
  DUALSTACK_LINT_PER_INSTALLATION  checks of one installation at a time (one less, from 3 on; with Redis over all processes, no limit)
  REDIS_URL                    redis:// or rediss://: jobs are kept there, for any number of processes
  DUALSTACK_LINT_WORK          off: takes webhooks only and leaves the work to workers; with Redis
  DUALSTACK_LINT_LEASE         milliseconds after which others take over what a silent process did (30000); with Redis
  LOG_LEVEL                    debug, info, warn, error or fatal
  LOG_FORMAT                   json (with NODE_ENV=production) or pretty

Pages: /healthz, /readyz, /metrics (for Prometheus)
`;

/** Stands below the options of `worker`. */
export const workerHelp = `
It needs the packages probot, bullmq and ioredis beside this one, and takes its jobs from REDIS_URL. Its environment is
that of serve.

Pages: /healthz, /readyz, /metrics (for Prometheus)
`;

/** Stands below the options of `init`. */
export const initHelp = `
Findings are the same with it as without: what would change them stands in it as a comment.

Exit codes:
  0  written, or printed
  2  there is one already, or arguments that cannot be used
  3  an internal error
  4  nothing to write about
`;
