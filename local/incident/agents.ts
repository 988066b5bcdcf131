/** What callers say they are. */
export const agents = {
  cli: (command: string) =>
    `aws-cli/2.31.18 md/awscrt#0.28.1 ua/2.1 os/linux#6.8.0-85-generic md/arch#x86_64 lang/python#3.13.9 md/pyimpl#CPython m/b,E,Z,C cfg/retry-mode#standard md/installer#exe md/distrib#ubuntu.24 md/prompt#off md/command#${command}`,
  browser:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  console: 'AWS Internal',
  boto: 'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#6.1.155-176.282.amzn2023.x86_64 md/arch#x86_64 lang/python#3.13.8 md/pyimpl#CPython cfg/retry-mode#standard Botocore/1.40.61',
  lambda:
    'aws-sdk-js/3.922.0 ua/2.1 os/linux#5.10.244-267.968.amzn2.x86_64 lang/js md/nodejs#22.20.0 api/secrets-manager#3.922.0 exec-env/AWS_Lambda_nodejs22.x m/b,E,e',
  java: 'aws-sdk-java/2.37.1 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.155 lang/java#21.0.9 md/OpenJDK_64-Bit_Server_VM#21.0.9+10-LTS md/vendor#Amazon.com_Inc. md/en_US exec-env/AWS_ECS_FARGATE m/D,N,b',
  go: 'aws-sdk-go-v2/1.39.4 ua/2.1 os/linux lang/go#1.25.3 md/GOOS#linux md/GOARCH#arm64 api/sts#1.38.8 m/E,g',
} as const;
