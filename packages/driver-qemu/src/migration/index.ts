export {
  formatMigrationParameters,
  migrationParameterNames,
  migrationParametersOf,
  migrationParametersToJson,
  readMigrationParameters,
  type MigrationParameters,
} from './parameters.ts';
