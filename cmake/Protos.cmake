# broadsheet_protos(TARGET FILE...): a static library of the protos' generated
# code. Own function, because protobuf_generate() puts the source folder first
# in the import path, which registers every file under a second name and breaks
# imports between them. All code is linked once, through this one library:
# protobuf aborts on a file that is registered twice.
function(broadsheet_protos target)
  set(root ${CMAKE_SOURCE_DIR}/protos)
  set(out ${CMAKE_BINARY_DIR}/gen)
  set(sources)
  set(messages)
  foreach(file IN LISTS ARGN)
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    set(made ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(plugin)
    if(file MATCHES "_service\\.proto$")
      list(APPEND made ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      set(plugin --grpc_out=${out}
          --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
      # Each reads all of gRPC: those of a folder are compiled as one file.
      get_filename_component(folder ${file} DIRECTORY)
      string(MAKE_C_IDENTIFIER ${folder} folder)
      set_source_files_properties(${out}/${stem}.grpc.pb.cc
                                  PROPERTIES UNITY_GROUP ${folder})
    endif()
    add_custom_command(
      OUTPUT ${made}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${out}
      COMMAND protobuf::protoc -I ${root} --cpp_out=${out} ${plugin} ${file}
      WORKING_DIRECTORY ${root}
      DEPENDS ${root}/${file} ${BROADSHEET_PROTO_FILES}
      VERBATIM)
    list(APPEND sources ${made})
    string(APPEND messages "#include \"${stem}.pb.h\"\n")
  endforeach()
  # For cmake/house_headers.h.
  file(CONFIGURE OUTPUT ${out}/${target}_messages.h CONTENT "${messages}")
  add_library(${target} STATIC ${sources})
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON
                                             UNITY_BUILD_MODE GROUP)
  use_headers(${target} broadsheet_base_headers)
  target_include_directories(${target} SYSTEM PUBLIC $<BUILD_INTERFACE:${out}>)
  target_link_libraries(${target} PUBLIC gRPC::grpc++ protobuf::libprotobuf)
endfunction()
