# The Maaza server. Build: docker build -t maaza .   Run: docker run -p 8787:8787 -v maaza:/data maaza
FROM node:20-bookworm-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY . .
# Installing builds (`prepare`). Then only what runs stays, and the two packages for PostgreSQL and Redis come in the versions of the lock file.
RUN npm ci && npm prune --omit=dev && npm install --no-save --omit=dev pg@8.23.1 ioredis@6.0.0

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 DATABASE_URL=file:/data/maaza.db
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build --chown=root:root /app/package.json /app/LICENSE /app/NOTICE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/packages ./packages
USER node
VOLUME /data
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Without npm between: signals reach the server.
ENTRYPOINT ["node", "packages/cli/bin/maaza.js"]
CMD ["serve"]
