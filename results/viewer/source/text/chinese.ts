export { english as chinese } from './english';
