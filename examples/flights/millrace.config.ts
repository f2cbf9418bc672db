import { defineConfig } from '@millrace/deploy';

export default defineConfig({
  environments: {
    local: { local: true },
  },
});
