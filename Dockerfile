# One image for the API and the worker; docker-compose.yml says which of them a container runs.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node cli/build.mjs && npm prune --omit=dev

FROM node:20-bookworm-slim
# rsync and ssh bring media home; the rest of SSH is done in the process itself.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates openssh-client rsync \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node -m 0700 /data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/steps ./steps
COPY --from=build /app/adapters ./adapters
COPY --from=build /app/templates ./templates
ENV NODE_ENV=production BRINGUP_HOME=/data
USER node
VOLUME /data
EXPOSE 5000
CMD ["node", "--enable-source-maps", "dist/api.js"]
