/** How every service starts and answers: settings, health, problem+json, logs, metrics, traces, OpenAPI. */
export { commonProblems, notFound, temporarilyUnavailable } from './common-problems.js';
export { TakesFile } from './http-bodies.js';
export { ReadinessChecks, type ReadinessCheck } from './health.js';
export { invalidRequest } from './invalid-request.js';
export type { FileStoreSettings } from './file-store-settings.js';
export type { KafkaSettings, TopicsJobSettings } from './kafka-settings.js';
export type { KeyRing } from './key-rings.js';
export { createLogger, loggableError, withoutLongNumbers } from './logging.js';
export { Metrics } from './metrics.js';
export { listOf } from './list.js';
export type { Source as ListSource } from './list-declaration.js';
export { MAX_EXPORTED } from './list-pages.js';
export {
  type Filters,
  holds,
  matching,
  nameBegins,
  oneOrMore,
  partOfName,
  range,
  several,
} from './list-filters.js';
export { type About, openApiOf } from './openapi.js';
export { html, type Html } from './pages/html.js';
export { languageOf, type PageLanguage } from './pages/language.js';
export { languageTag, pageHeaders } from './pages/page-headers.js';
export { StylesheetController } from './pages/stylesheet.controller.js';
export { stylesheetPath } from './pages/stylesheet.js';
export { type Page, pageOf } from './paging.js';
export {
  declareProblems,
  type FieldError,
  Problem,
  type ProblemInit,
  type ProblemKind,
  type ProblemList,
  type ProblemWords,
} from './problem.js';
export { problemsPage } from './problems-page.js';
export { inRequestContext, requestContext, type RequestContext } from './request-context.js';
export {
  Answers,
  AnswersFile,
  AnswersWorkbook,
  Public,
  PUBLIC_ROUTE,
  refusedItems,
  Refuses,
  Summary,
  Tag,
} from './route-declarations.js';
export { runtimeControllers, RuntimeModule, TRANSPORT_STRATEGY } from './runtime.module.js';
export {
  createService,
  type ServiceCommand,
  type RunningService,
  type ServiceOptions,
  startService,
} from './service.js';
export {
  type Environment,
  readSettings,
  readTopicsJobSettings,
  SETTINGS,
  type Settings,
  SettingsError,
} from './settings.js';
export {
  errorTypeOf,
  type RunningSpan,
  type SpanAttributes,
  type SpanInit,
  type SpanOutcome,
  Tracing,
} from './tracing.js';
export { WORKBOOK_TYPE, workbookFile, writeWorkbook } from './workbook.js';
export { writtenText } from './written-text.js';
