// pulumi-language-nodejs is the least language host the Pulumi engine needs to run this project's
// program and policy pack where the official one cannot be downloaded: the engine itself can be had
// as a Go module, its Node.js language host cannot.
//
// It starts the runners that @pulumi/pulumi brings along (cmd/run and cmd/run-policy-pack) and does
// nothing else: no installing of dependencies, no debugger, no code generation.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// The runner exits with this code when it has already told the user what went wrong.
const exitedAfterTellingTheUser = 32

// How often the engine is asked whether it still lives, so that no host outlives a killed engine.
const engineHealthInterval = 10 * time.Second

func main() {
	engineAddress := ""
	for _, argument := range os.Args[1:] {
		if !strings.HasPrefix(argument, "-") {
			engineAddress = argument
		}
	}

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stop := make(chan bool)
	if engineAddress != "" {
		if err := rpcutil.Healthcheck(ctx, engineAddress, engineHealthInterval, cancel); err != nil {
			fatal(err)
		}
	}
	go func() {
		<-ctx.Done()
		close(stop)
	}()

	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stop,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, &host{ctx: ctx, engineAddress: engineAddress})
			return nil
		},
	})
	if err != nil {
		fatal(err)
	}
	fmt.Println(handle.Port)
	if err := <-handle.Done; err != nil {
		fatal(err)
	}
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "pulumi-language-nodejs:", err)
	os.Exit(1)
}

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	ctx           context.Context
	engineAddress string
}

func (h *host) Handshake(
	_ context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	if request.GetEngineAddress() != "" {
		h.engineAddress = request.GetEngineAddress()
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

func (h *host) About(context.Context, *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	executable, err := exec.LookPath("node")
	if err != nil {
		return nil, err
	}
	printed, err := exec.Command(executable, "--version").Output()
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AboutResponse{Executable: executable, Version: strings.TrimSpace(string(printed))}, nil
}

func (h *host) GetProgramDependencies(
	context.Context, *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	return &pulumirpc.GetProgramDependenciesResponse{}, nil
}

func (h *host) InstallDependencies(
	*pulumirpc.InstallDependenciesRequest, grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse],
) error {
	return status.Error(codes.Unimplemented, "this language host installs nothing: run npm ci")
}

// GetRequiredPackages tells which provider plugins the installed npm packages stand for.
func (h *host) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	modules, err := nodeModules(request.GetInfo().GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	manifests, err := filepath.Glob(filepath.Join(modules, "@*", "*", "package.json"))
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetRequiredPackagesResponse{}
	for _, path := range manifests {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var manifest struct {
			Version string
			Pulumi  struct {
				Resource bool
				Name     string
				Version  string
			}
		}
		if err := json.Unmarshal(content, &manifest); err != nil || !manifest.Pulumi.Resource {
			continue
		}
		pluginVersion := manifest.Pulumi.Version
		if pluginVersion == "" {
			pluginVersion = manifest.Version
		}
		response.Packages = append(response.Packages, &pulumirpc.PackageDependency{
			Name: manifest.Pulumi.Name, Kind: "resource", Version: pluginVersion,
		})
	}
	return response, nil
}

func (h *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	config, err := json.Marshal(request.GetConfig())
	if err != nil {
		return nil, err
	}
	secretKeys, err := json.Marshal(request.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	arguments := []string{
		"--monitor", request.GetMonitorAddress(),
		"--engine", h.engineAddress,
		"--organization", request.GetOrganization(),
		"--project", request.GetProject(),
		"--stack", request.GetStack(),
		"--pwd", request.GetPwd(),
		"--root-directory", request.GetInfo().GetRootDirectory(),
		"--parallel", strconv.Itoa(int(request.GetParallel())),
	}
	if request.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	arguments = append(arguments, request.GetInfo().GetEntryPoint())
	arguments = append(arguments, request.GetArgs()...)

	command, err := h.node(ctx, request.GetInfo(), "run", arguments)
	if err != nil {
		return nil, err
	}
	command.Env = append(command.Env,
		"PULUMI_CONFIG="+string(config),
		"PULUMI_CONFIG_SECRET_KEYS="+string(secretKeys),
	)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr

	code, err := exitCode(command)
	switch {
	case err != nil:
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	case code == exitedAfterTellingTheUser:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case code != 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program exited with code %d", code)}, nil
	}
	return &pulumirpc.RunResponse{}, nil
}

// RunPlugin starts a policy pack; plugins of other kinds are not needed here.
func (h *host) RunPlugin(
	request *pulumirpc.RunPluginRequest, stream grpc.ServerStreamingServer[pulumirpc.RunPluginResponse],
) error {
	if request.GetKind() != "analyzer" {
		return status.Errorf(codes.Unimplemented, "this language host runs policy packs, not %s plugins", request.GetKind())
	}
	arguments := append(request.GetArgs(), request.GetInfo().GetProgramDirectory())
	command, err := h.node(stream.Context(), request.GetInfo(), "run-policy-pack", arguments)
	if err != nil {
		return err
	}
	// @pulumi/policy reads the pack's package.json, and the runner its tsconfig.json, from the working directory.
	command.Dir = request.GetInfo().GetProgramDirectory()
	command.Env = append(command.Env, request.GetEnv()...)
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(stream, false)
	if err != nil {
		return err
	}
	command.Stdout, command.Stderr = stdout, stderr

	code, err := exitCode(command)
	if err := errors.Join(err, closer.Close()); err != nil {
		return err
	}
	return stream.Send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(code)},
	})
}

// node prepares one of @pulumi/pulumi's runners as the project's runtime options ask for it.
func (h *host) node(
	ctx context.Context, info *pulumirpc.ProgramInfo, runner string, arguments []string,
) (*exec.Cmd, error) {
	modules, err := nodeModules(info.GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	options := info.GetOptions().AsMap()
	var all []string
	if flags, ok := options["nodeargs"].(string); ok {
		all = append(all, strings.Fields(flags)...)
	}
	all = append(all, filepath.Join(modules, "@pulumi", "pulumi", "cmd", runner))
	all = append(all, arguments...)

	command := exec.CommandContext(ctx, "node", all...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 5 * time.Second
	command.Env = os.Environ()
	if typescript, ok := options["typescript"].(bool); !ok || typescript {
		command.Env = append(command.Env, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	return command, nil
}

// nodeModules finds, from a directory upwards, the node_modules that holds the Pulumi SDK.
func nodeModules(directory string) (string, error) {
	for at := directory; ; at = filepath.Dir(at) {
		modules := filepath.Join(at, "node_modules")
		if _, err := os.Stat(filepath.Join(modules, "@pulumi", "pulumi", "cmd", "run")); err == nil {
			return modules, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("@pulumi/pulumi is not installed in or above %s: run npm ci", directory)
		}
	}
}

func exitCode(command *exec.Cmd) (int, error) {
	err := command.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
