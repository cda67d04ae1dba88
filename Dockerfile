# The command and the GitHub App in one image. Its steps are also run without Docker by scripts/image.mjs.
FROM node:20-bookworm-slim AS build
WORKDIR /source
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN mkdir /packed && npm pack --pack-destination /packed

FROM node:20-bookworm-slim
WORKDIR /app
COPY deploy/app/package.json deploy/app/package-lock.json ./
RUN --mount=type=bind,from=build,source=/packed,target=/packed \
	npm ci --omit=dev --omit=optional --ignore-scripts \
	&& npm cache clean --force \
	&& mkdir node_modules/dualstack-lint /data \
	&& tar --extract --gzip --file /packed/dualstack-lint-*.tgz --strip-components=1 --directory node_modules/dualstack-lint \
	&& chown 1000:1000 /data

# Jobs that are not done yet: the one place that is written to. The rest of the file system may be read-only.
ENV NODE_ENV=production DUALSTACK_LINT_DATA=/data
VOLUME /data
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["node", "-e", "fetch(`http://localhost:${process.env.PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/node_modules/dualstack-lint/dist/cli.js"]
CMD ["serve"]
