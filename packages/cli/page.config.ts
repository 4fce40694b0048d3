import { defineConfig, type RolldownOptions } from 'rolldown'

// The page of `lmc ui`: one script for the browser, with all that it needs.
const page: RolldownOptions = {
  input: { page: 'src/ui/page/main.tsx' },
  platform: 'browser',
  tsconfig: 'src/ui/page/tsconfig.json',
  moduleTypes: { '.css': 'text' },
  output: { dir: 'dist/page', format: 'esm', minify: true },
}

export default defineConfig(page)
